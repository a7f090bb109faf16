namespace Orleans.Concurrency;

/// <summary>Lets every call to a grain class interleave with the ones that are waiting at an await.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
