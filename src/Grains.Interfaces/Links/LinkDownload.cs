namespace FileStorage.Grains.Interfaces.Links;

/// <summary>Bytes that are about to go out through a link.</summary>
[GenerateSerializer, Immutable, Alias("link.download")]
public sealed record LinkDownload
{
    /// <summary>Of what: a version of a file, or a folder.</summary>
    [Id(0)] public required Guid ContentId { get; init; }

    /// <summary>To whom: a remote address.</summary>
    [Id(1)] public required string Reader { get; init; }

    /// <summary>Whether they begin after the first byte: no download of its own where the same reader has lately begun one of the same content.</summary>
    [Id(2)] public required bool IsContinued { get; init; }
}
