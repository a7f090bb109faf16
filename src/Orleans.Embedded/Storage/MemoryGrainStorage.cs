using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Orleans.Storage;

/// <summary>Keeps documents in memory, fenced by etags; for tests. A document is copied on its way in and out.</summary>
public sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId GrainId), (byte[] Document, string Etag)> _documents = new();
    private long _writes;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_documents.TryGetValue((stateName, grainId), out var stored))
        {
            grainState.State = JsonSerializer.Deserialize<T>(stored.Document)!;
            grainState.ETag = stored.Etag;
            grainState.RecordExists = true;
        }
        else
        {
            grainState.State = Activator.CreateInstance<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var next = (JsonSerializer.SerializeToUtf8Bytes(grainState.State), NextEtag());
        var exists = _documents.TryGetValue(key, out var stored);
        var written = stored.Etag == grainState.ETag
            && (exists ? _documents.TryUpdate(key, next, stored) : _documents.TryAdd(key, next));
        if (!written)
        {
            throw Conflict(stateName, grainId, stored.Etag, grainState.ETag);
        }

        grainState.ETag = next.Item2;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        if (_documents.TryGetValue(key, out var stored)
            && (stored.Etag != grainState.ETag || !_documents.TryRemove(new(key, stored))))
        {
            throw Conflict(stateName, grainId, stored.Etag, grainState.ETag);
        }

        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static InconsistentStateException Conflict(string name, GrainId grainId, string? stored, string? current) =>
        new($"Version conflict: \"{name}\" of {grainId} was written by somebody else.", stored, current);

    private string NextEtag() => Interlocked.Increment(ref _writes).ToString(CultureInfo.InvariantCulture);
}
