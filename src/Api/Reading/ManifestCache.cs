using FileStorage.Core.Chunks;

namespace FileStorage.Api.Reading;

/// <summary>
/// Long manifests by version, which never changes: a download in many ranges, or an upload in many chunks, reads its manifest
/// once. Bounded by the chunks that all of them list.
/// </summary>
internal sealed class ManifestCache
{
    private const int MaxChunks = 1_000_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, LinkedListNode<(Guid VersionId, Manifest Manifest)>> _byVersion = [];
    private readonly LinkedList<(Guid VersionId, Manifest Manifest)> _byUse = new();
    private int _chunks;

    public Manifest? Find(Guid versionId)
    {
        lock (_lock)
        {
            if (!_byVersion.TryGetValue(versionId, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Manifest;
        }
    }

    public void Add(Guid versionId, Manifest manifest)
    {
        lock (_lock)
        {
            if (_byVersion.ContainsKey(versionId))
            {
                return;
            }

            _byVersion.Add(versionId, _byUse.AddFirst((versionId, manifest)));
            _chunks += manifest.Chunks.Length;
            while (_chunks > MaxChunks && _byUse.Last is { } oldest && oldest != _byUse.First)
            {
                _byUse.RemoveLast();
                _byVersion.Remove(oldest.Value.VersionId);
                _chunks -= oldest.Value.Manifest.Chunks.Length;
            }
        }
    }
}
