"""Answers, for scipy.ts: a line with sources and a limit in, the nodes within it, the sum of walks and the time out."""
import csv
import gzip
import json
import sys
import time

import numpy
import scipy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

shortest = {}
nodes = 0
with gzip.open(sys.argv[1], "rt") as table:
    for row in csv.DictReader(table):
        u, v, metres = int(row["u"]), int(row["v"]), float(row["length_m"])
        nodes = max(nodes, u + 1, v + 1)
        # A matrix adds up edges side by side, so only the shorter one goes in; both directions, which is faster than
        # asking for an undirected graph.
        for arc in ((u, v), (v, u)):
            shortest[arc] = min(metres, shortest.get(arc, metres))
arcs = numpy.array(list(shortest))
graph = csr_matrix((list(shortest.values()), (arcs[:, 0], arcs[:, 1])), shape=(nodes, nodes))

print(scipy.__version__, flush=True)
for line in sys.stdin:
    question = json.loads(line)
    sources = numpy.array(question["sources"])
    start = time.perf_counter()
    metres = dijkstra(graph, directed=True, indices=sources, min_only=True, limit=question["limit"])
    milliseconds = (time.perf_counter() - start) * 1000
    within = metres[numpy.isfinite(metres)]
    answer = {"reached": len(within), "sumMetres": float(within.sum()), "milliseconds": milliseconds}
    print(json.dumps(answer), flush=True)
