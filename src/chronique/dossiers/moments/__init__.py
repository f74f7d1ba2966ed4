"""Dates that are not exact: EDTF of level 1, read, put in order, said in words, heard in words.

`reading.read` is the door: a text of EDTF becomes a `Moment`. Source: the Library of Congress's
specification of 4 February 2019, levels 0 and 1; ISO 8601-2:2019.
"""
