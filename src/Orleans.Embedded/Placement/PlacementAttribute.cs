namespace Orleans.Placement;

/// <summary>Where activations of a grain class are placed. The embedded runtime is one silo, so it has no choice.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PlacementAttribute : Attribute;
