namespace FileStorage.Grains.Interfaces.Search;

/// <summary>A reason for which contents are not indexed.</summary>
[GenerateSerializer, Immutable, Alias("search.reason")]
public sealed record ReasonCount([property: Id(0)] string Reason, [property: Id(1)] long Contents);
