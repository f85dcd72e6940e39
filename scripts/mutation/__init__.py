"""Changes one small thing in the code at a time and runs the tests that go through it: one has to fail.

Neither of the libraries for it serves: cosmic-ray starts Python and its tests anew for each change, and the tests of
these some 1,600 changes take 3 s of a processor to be loaded; mutmut writes changed sources, which geomap's own tests
of its files would find, and tries no change of a constant. Here pytest loads once, and each change is made in a fork,
by a new code object of the function as it is loaded.
"""
