namespace FileStorage.Tests.Runtime.Documents;

[GenerateSerializer, Immutable, Alias("runtime.stored-text")]
public sealed record StoredText
{
    [Id(0)]
    public required string Text { get; init; }

    [Id(1)]
    public required bool RecordExists { get; init; }

    [Id(2)]
    public required string? Etag { get; init; }
}
