using System.Collections.Immutable;
using FileStorage.Core.Sharing;

namespace FileStorage.Grains.Interfaces.Sharing;

/// <summary>Somebody who is not known to own a drive, as its permissions name them.</summary>
[GenerateSerializer, Immutable, Alias("sharing.viewer")]
public sealed record Viewer
{
    /// <summary>Account and e-mail address, or a link.</summary>
    [Id(0)] public required ImmutableArray<Guid> Persons { get; init; }

    /// <summary>The groups that the account is in.</summary>
    [Id(1)] public ImmutableArray<Guid> Groups { get; init; } = [];

    /// <summary>Whether a grant to this grantee concerns the viewer.</summary>
    public bool IsNamedBy(GranteeKind kind, Guid granteeId) => kind switch
    {
        GranteeKind.Everyone => true,
        GranteeKind.Group => Groups.Contains(granteeId),
        _ => Persons.Contains(granteeId),
    };
}
