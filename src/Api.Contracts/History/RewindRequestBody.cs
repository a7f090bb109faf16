namespace FileStorage.Api.Contracts.History;

/// <summary>What is to become what it was, and when that was.</summary>
public sealed record RewindRequestBody
{
    /// <summary>The path that it had at that moment; "/" is the whole drive. This or <see cref="ItemId"/>.</summary>
    public string? Path { get; init; }

    public Guid? ItemId { get; init; }

    /// <summary>The moment. This or <see cref="Number"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The moment exactly: after the change of this number, before the next; 0 is before the first.</summary>
    public long? Number { get; init; }
}
