namespace FileStorage.Api.Contracts.Links;

public sealed record LinkListBody
{
    public required IReadOnlyList<LinkBody> Links { get; init; }
}
