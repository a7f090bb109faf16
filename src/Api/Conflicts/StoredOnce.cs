using FileStorage.Api.Chunks;
using FileStorage.Api.Files;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Chunks;

namespace FileStorage.Api.Conflicts;

/// <summary>Content that is read from its request once, and held again for every place that is tried.</summary>
internal sealed class StoredOnce(Func<ChunkReference, CancellationToken, Task<StoredContent>> store, ChunkIntake intake)
{
    private StoredContent? _content;

    /// <summary>The content, held under this reference.</summary>
    public async Task<StoredContent> HoldAsync(ChunkReference reference, CancellationToken cancellationToken)
    {
        if (_content is null)
        {
            return _content = await store(reference, cancellationToken);
        }

        // It was in this caller's hands a moment ago, so holding it again reveals nothing.
        var lacking = await intake.HoldAsync(_content.ReferredChunks(), reference, HoldMode.WithBytes, cancellationToken);
        return lacking.Count == 0 ? _content : throw Problem.Unavailable();
    }

    /// <summary>The content, for looking at; stored if it has not been yet.</summary>
    public async ValueTask<StoredContent> GetAsync(Func<ChunkReference> reference, CancellationToken cancellationToken) =>
        _content ?? await HoldAsync(reference(), cancellationToken);
}
