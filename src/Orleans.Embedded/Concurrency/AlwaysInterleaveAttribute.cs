namespace Orleans.Concurrency;

/// <summary>Lets calls of one method interleave with every other call, whatever that one is marked with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
