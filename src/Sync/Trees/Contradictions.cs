using FileStorage.Sync.Local;
using FileStorage.Sync.State;

namespace FileStorage.Sync.Trees;

/// <summary>Edits of files that were found not to merge, so that it is not tried again. Not stored: another try costs little.</summary>
internal sealed class Contradictions
{
    private readonly Dictionary<Guid, (Guid VersionId, LocalKey Key, ContentMark Here)> _found = [];

    public void Add(Guid fileId, Guid versionId, LocalEntry here) => _found[fileId] = (versionId, here.Key, ContentMark.Of(here));

    public bool Contains(Guid fileId, Guid versionId, LocalEntry here) =>
        _found.TryGetValue(fileId, out var found) && found == (versionId, here.Key, ContentMark.Of(here));
}
