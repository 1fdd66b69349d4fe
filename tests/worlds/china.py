"""Seven claims as (headline, body): four on China's open models, and three on other matters."""

CHINA = [
    (
        "China gives open-source AI models away to win adoption",
        "Chinese labs release open-source AI models so that developers everywhere build on them.",
    ),
    (
        "Chip sanctions pushed China to open-source AI",
        "Cut off from the best chips, China turned to efficient open-source AI models.",
    ),
    (
        "China's open-source AI models commoditize software",
        "By giving away open-source AI models China weakens US software firms and helps its hardware makers.",
    ),
    (
        "Startups run on Chinese open-source AI",
        "Most young US companies build on open-source AI models from China because they are cheap.",
    ),
]
OTHER = [
    (
        "Copper mines take fifteen years to open",
        "Demand for copper grows faster than new mines can be dug, so prices rise.",
    ),
    (
        "Weight comes back after the injections stop",
        "Patients in the trial regained two thirds of the weight within a year.",
    ),
    ("Junior engineers learn less at home", "New hires who work remotely get less feedback from senior colleagues."),
]
