using System.Collections.Immutable;
using System.Globalization;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Contracts.Search;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Grains.Interfaces.Search;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Search;

/// <summary>GET /search: asks the index, and shows of its findings what the caller sees at this moment.</summary>
internal sealed class SearchReads(IGrainFactory grains, ISearchScope scope, TimeProvider clock)
{
    /// <summary>Findings that are asked for beyond a page, since some may not be confirmed.</summary>
    private const int Spare = 150;

    private ISearchGrain Search => grains.GetGrain<ISearchGrain>(0);

    public async Task SearchAsync(HttpContext context)
    {
        var caller = Caller.Of(context);
        var parameters = new SearchParameters(context);
        var folders = await FoldersAsync(caller, parameters, context.RequestAborted);
        var findings = folders.IsEmpty
            ? []
            : await Search.FindAsync(QuestionOf(parameters, folders), context.RequestAborted);

        var confirmed = new List<(SearchFinding Finding, ItemBody Item)>();
        var seen = new HashSet<Guid>();
        var position = parameters.After;
        while (position < findings.Length && confirmed.Count < parameters.Limit)
        {
            var finding = findings[position++];
            if (await scope.ConfirmAsync(caller, finding, parameters.InTrash, context.RequestAborted) is { } item

                // What has a place in the caller's tree is indexed there and where it lies.
                && seen.Add(item.Id))
            {
                confirmed.Add((finding, item));
            }
        }

        var body = new SearchBody
        {
            Hits = await ShowAsync(confirmed, parameters.Text, context.RequestAborted),
            Next = position < findings.Length ? position.ToString(CultureInfo.InvariantCulture) : null,
            Behind = await LagAsync(folders, context.RequestAborted),
        };
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, 200, body, ContractsJsonContext.Default.SearchBody);
    }

    private async Task<ImmutableArray<SearchFolder>> FoldersAsync(
        Caller caller, SearchParameters parameters, CancellationToken cancellationToken)
    {
        ImmutableArray<SearchFolder> folders = parameters is { Folder: not null, OwnerId: null }
            ? []
            : await scope.ListAsync(caller, parameters.OwnerId, cancellationToken);
        if (parameters.Folder is not { } wanted)
        {
            return folders;
        }

        var below = await scope.FindAsync(caller, wanted, cancellationToken);
        if (below.IsEmpty)
        {
            throw Problem.NotFound("There is no such folder.");
        }

        return parameters.OwnerId is null ? below : [.. below.Where(folder => folders.Any(one => one.DriveId == folder.DriveId))];
    }

    private static SearchQuestion QuestionOf(SearchParameters parameters, ImmutableArray<SearchFolder> folders) => new()
    {
        Folders = folders,
        Text = parameters.Text,
        InNames = parameters.InNames,
        InContents = parameters.InContents,
        Types = parameters.Types,
        Kind = parameters.Kind,
        MinSizeBytes = parameters.MinSizeBytes,
        MaxSizeBytes = parameters.MaxSizeBytes,
        ModifiedFrom = parameters.ModifiedFrom,
        ModifiedTo = parameters.ModifiedTo,
        InTrash = parameters.InTrash,
        Limit = parameters.After + parameters.Limit + Spare,
    };

    private async Task<List<SearchHitBody>> ShowAsync(
        List<(SearchFinding Finding, ItemBody Item)> confirmed, string text, CancellationToken cancellationToken)
    {
        // Only now, and only of these: a text that the caller may not see is never looked into for them.
        ImmutableArray<SearchFinding> texts = [.. confirmed.Where(hit => hit.Finding.ByContent).Select(hit => hit.Finding)];
        var snippets = texts.IsEmpty ? [] : await Search.ShowAsync(texts, text, cancellationToken);
        var shown = new List<SearchHitBody>(confirmed.Count);
        var next = 0;
        foreach (var (finding, item) in confirmed)
        {
            shown.Add(new SearchHitBody
            {
                Item = item,
                Score = Math.Round(finding.Rank, 4),
                Snippet = finding.ByContent ? SearchBodies.Of(snippets[next++]) : null,
            });
        }

        return shown;
    }

    private async Task<SearchLagBody> LagAsync(ImmutableArray<SearchFolder> folders, CancellationToken cancellationToken)
    {
        var lags = new List<IndexLag>();
        foreach (var driveId in folders.Select(folder => folder.DriveId).Distinct())
        {
            lags.Add(await Search.GetLagAsync(driveId, cancellationToken));
        }

        return SearchBodies.Of(lags, clock.GetUtcNow());
    }
}
