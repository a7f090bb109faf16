using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;

namespace FileStorage.Api.Files;

/// <summary>What must be true of the target for a version to be taken, as If-Match and If-None-Match say it (RFC 9110, 13.1).</summary>
internal sealed record FilePrecondition
{
    public static readonly FilePrecondition None = new();

    /// <summary>Nothing may be there.</summary>
    public bool Absent { get; init; }

    /// <summary>Something must be there, whatever its state.</summary>
    public bool Present { get; init; }

    /// <summary>The etags of which one must be current; empty: any.</summary>
    public IReadOnlyList<string> Matches { get; init; } = [];

    /// <summary>The etags none of which may be current.</summary>
    public IReadOnlyList<string> Differs { get; init; } = [];

    /// <summary>Judges what is there now, before any work; the commit judges the result again, for good.</summary>
    /// <returns>The version that has to be the newest at the commit, or null for any.</returns>
    /// <exception cref="ProblemException">412.</exception>
    public Guid? Judge(Entry? existing)
    {
        var holds = existing is null
            ? !Present && Matches.Count == 0
            : !Absent && (Matches.Count == 0 || Contains(Matches, existing.Etag)) && !Contains(Differs, existing.Etag);
        if (!holds)
        {
            throw Problem.PreconditionFailed(existing?.Etag);
        }

        return Matches.Count > 0 ? existing?.VersionId : null;
    }

    /// <summary>The same, in the words of the File grain.</summary>
    public VersionPrecondition ToCommit() =>
        Absent ? VersionPrecondition.Absent : Matches.Count > 0 ? VersionPrecondition.Matches : VersionPrecondition.None;

    private static bool Contains(IReadOnlyList<string> etags, string etag)
    {
        for (var index = 0; index < etags.Count; index++)
        {
            if (string.Equals(etags[index], etag, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
