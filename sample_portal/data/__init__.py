"""What varies without code: layouts, wording, names of classes and departments, figures of published accounts."""
