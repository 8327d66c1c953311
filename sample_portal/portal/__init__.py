"""The sample portal: eleven families of sites over loopback HTTP, with everything that lists of real portals hold."""
