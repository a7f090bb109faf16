namespace FileStorage.Grains.Interfaces.WebDav;

/// <summary>A property that a client keeps with an entry and that means nothing to the service (RFC 4918, 4: dead).</summary>
[GenerateSerializer, Immutable, Alias("dav.property")]
public sealed record DavProperty
{
    /// <summary>The namespace of its name; empty for none.</summary>
    [Id(0)] public required string Namespace { get; init; }

    [Id(1)] public required string Name { get; init; }

    /// <summary>The whole element, with every namespace that it uses declared in it. Null, in a change: the property is removed.</summary>
    [Id(2)] public required string? Xml { get; init; }
}
