"""What work costs: workloads, bills worked out from the rules of the ontology, and break-even points."""
