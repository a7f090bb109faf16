namespace Orleans.Placement;

/// <summary>Prefers no silo.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RandomPlacementAttribute : PlacementAttribute;
