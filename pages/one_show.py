"""One show: how it stands, what it brought, and every way to change that. Reached by `?id=`."""
