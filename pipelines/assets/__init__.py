"""The asset graph: one module per step of the night, in the order of docs/architecture.md."""

import warnings

import dagster as dg

# Back-fill policies are marked beta in the pinned release; the notice would head every command's output.
warnings.filterwarnings("ignore", category=dg.BetaWarning)
