using System.Collections.Immutable;
using FileStorage.Api.Search.Extraction;
using FileStorage.Grains.Interfaces.Search;

namespace FileStorage.Api.Search.Indexing;

/// <summary>Reads contents that wait to be indexed, one at a time, and hands on what was read in small batches.</summary>
internal sealed class ContentIndexing(
    IGrainFactory grains, ContentLoader loader, TextExtractor extractor, TimeProvider clock)
{
    private const int BatchFiles = 32;
    private const int BatchCharacters = 1024 * 1024;

    /// <summary>Reads a batch; false where nothing waits.</summary>
    public async Task<bool> ReadSomeAsync(IndexingPace pace, CancellationToken cancellationToken)
    {
        var search = grains.GetGrain<ISearchGrain>(0);
        var unread = await search.ListUnreadAsync(BatchFiles, cancellationToken);
        var batch = ImmutableArray.CreateBuilder<ReadContent>();
        var characters = 0;
        foreach (var content in unread)
        {
            var began = clock.GetTimestamp();
            var read = await ReadAsync(content, cancellationToken);
            batch.Add(read);
            characters += read.Text?.Length ?? 0;
            if (characters >= BatchCharacters)
            {
                await search.KeepAsync(batch.DrainToImmutable(), cancellationToken);
                characters = 0;
            }

            await pace.RestAsync(began, cancellationToken);
        }

        if (batch.Count > 0)
        {
            await search.KeepAsync(batch.DrainToImmutable(), cancellationToken);
        }

        return unread.Length > 0;
    }

    private async Task<ReadContent> ReadAsync(UnreadContent content, CancellationToken cancellationToken)
    {
        var kind = DocumentKinds.Of(content.Name);
        var extracted = extractor.WhyNot(kind, content.SizeBytes) is { } reason
            ? ExtractedText.None(reason)
            : await ExtractAsync(kind, content, cancellationToken);
        return new ReadContent
        {
            DriveId = content.DriveId,
            EntryId = content.EntryId,
            VersionId = content.VersionId,
            Text = extracted.Text,
            Reason = extracted.Reason,
        };
    }

    private async Task<ExtractedText> ExtractAsync(DocumentKind kind, UnreadContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var loaded = await loader.LoadAsync(content, extractor.BytesWanted(kind, content.SizeBytes), cancellationToken);
            return await extractor.ExtractAsync(kind, loaded, cancellationToken);
        }
        catch (NotReadableException exception)
        {
            return ExtractedText.None(exception.Message);
        }
    }
}
