"""Everything that touches stored data: archive, ledger, loading, publishing."""
