"""Proper nouns, and adjectives made of them, that keep their capital in titles.

Those of statistics, mathematics and machine learning that titles use; compounds ("Kullback-Leibler") are listed
by their parts. A word counts only where the source itself writes it with a capital.
"""

PROPER_NOUNS: frozenset[str] = frozenset(
    """
    Abel Adam Africa African Aitken Alzheimer Amazon America American Android Arabic Arnold Arrhenius
    Artin Asia Asian Atari Aumann Australia Australian Azure Bahadur Banach Bayes Bayesian Bellman Berlin Bernoulli
    Bernstein Besov Bhattacharyya Blackwell Boltzmann Bonferroni Boole Boolean Borel Bradley Brazil Breiman
    Bregman Britain British Brownian Burer California Canada Canadian Carlo Cauchy Cayley Cesaro Chebyshev
    Chernoff Chervonenkis China Chinese Cholesky Chomsky Condorcet Cox Cramer Czech Danish Dantzig Darwin
    Darwinian Delaunay Dempster Descartes Dijkstra Dirac Dirichlet Doob Dutch Dyson Einstein Elo England English
    Erdos Esperanto Euclid Euclidean Euler Eulerian Europe European Facebook Fenchel Fermat Fibonacci Finnish
    Fisher Fourier Frank Frechet Fredholm French Freudian Frobenius Gabor Galerkin Galois Gauss Gaussian Gaussians
    German Germany Gibbs Github Godel Google Granger Grassmann Grassmannian Greek Gromov Gumbel Hadamard
    Hamilton Hamiltonian Hamming Hardy Hausdorff Hawkes Hebb Hebbian Hebrew Hermite Hermitian Hessian Hilbert
    Hindi Hoeffding Holder Hopfield Huber Huffman Hungarian Ising India Indian Italian Ito Jacobi Jacobian Jacobians
    Jaccard Japan Japanese Java Jeffreys Jensen Julia Kaczmarz Kalman Karhunen Karush Kendall Kolmogorov Korea
    Korean Kramers Krein Kronecker Krylov Kubernetes Kuhn Kullback Lagrange Lagrangian Laguerre Lanczos Landau
    Langevin Laplace Laplacian Latin Lebesgue Legendre Leibler Levenberg Levenshtein Levy Lindeberg Linux Liouville
    Lipschitz Littlestone Lloyd Loeve Lojasiewicz London Lorentz Lyapunov Mahalanobis Manhattan Markov Markovian
    Marquardt Mandarin Maxwell Mercer Metropolis Mexico Minecraft Minkowski Monge Monte Moore Morse Mumford Munkres
    Nash Navier Nesterov Newton Newtonian Neyman Noether Nystrom Occam Ockham Ornstein Pareto Paris Parkinson
    Parzen Pearson Penrose Perron Persian Petri Picard Planck Platonic Poincare Poisson Polish Polyak Pontryagin
    Portuguese Potts Pythagorean Python Rademacher Radon Ramanujan Rao Rashomon Rayleigh Reddit Renyi Ricci
    Rician Riemann Riemannian Robbins Romanian Rosenblatt Rubik Runge Russia Russian Sanskrit Schmidt Schrodinger
    Schur Shah Shannon Shapley Simpson Sinkhorn Skinner Sobol Sobolev Spain Spanish Spearman Stackelberg
    Stein Stiefel Stokes Sudoku Swedish Swendsen Swiss Sylvester Tchebycheff Thompson Tikhonov Toeplitz Tokyo
    Tucker Turing Turkish Twitter Uhlenbeck Urdu Vandermonde Vapnik Venn Vietnamese Viterbi Volterra Voronoi Wald
    Wang Wasserstein Weibo Weibull Weierstrass Welsh Wiener Wikidata Wikipedia Wilcoxon Wilks Wishart
    Woodbury Yelp Yoneda York Yoruba Youtube Zipf Zipfian Zurich
    """.split()  # noqa: SIM905
)
