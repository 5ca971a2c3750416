"""Fields that change in time by partial differential equations, solved on a grid."""
