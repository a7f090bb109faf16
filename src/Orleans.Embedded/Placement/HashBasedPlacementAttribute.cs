namespace Orleans.Placement;

/// <summary>Chooses the silo by the hash of the grain's identity.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HashBasedPlacementAttribute : PlacementAttribute;
