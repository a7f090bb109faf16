namespace Orleans.Concurrency;

/// <summary>Lets calls of read-only methods interleave with one another, and with no other call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
