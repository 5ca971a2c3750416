"""Learned flows: network, flow, loss; no data and no optimiser."""
