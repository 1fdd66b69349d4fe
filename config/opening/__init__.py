"""What is opened from the settings: each file names the concrete adapters of one subject.

Each adapter loads its library when it is built, so that --help and the five stay quick.
"""
