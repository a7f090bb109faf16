using System.Collections.Immutable;

namespace FileStorage.Grains.Interfaces.History;

/// <summary>An item by its id, or by the path that it had at the moment in question.</summary>
[GenerateSerializer, Immutable, Alias("history.address")]
public sealed record PastAddress
{
    /// <summary>Empty where the path counts.</summary>
    [Id(0)] public Guid ItemId { get; init; }

    [Id(1)] public ImmutableArray<string> Path { get; init; } = [];
}
