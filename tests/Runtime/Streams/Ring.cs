namespace FileStorage.Tests.Runtime.Streams;

[GenerateSerializer, Immutable, Alias("runtime.ring")]
public sealed record Ring
{
    [Id(0)]
    public required string Gate { get; init; }
}
