"""The W3C's SPARQL 1.1 test suites: how each kind of case is read and checked, one suite a file."""
