using System.Collections.Frozen;
using System.Collections.Immutable;
using FileStorage.Api.Items;
using FileStorage.Api.Problems;
using FileStorage.Api.Trees;
using FileStorage.Api.WebDav.Addresses;
using FileStorage.Api.WebDav.Properties;
using FileStorage.Api.WebDav.Xml;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.WebDav;

namespace FileStorage.Api.WebDav.Reading;

/// <summary>PROPFIND: the properties of an item, and of what lies in it. Written page by page as the drive lists it.</summary>
internal sealed class DavPropFind(IGrainFactory grains, DeadProperties deadProperties, Checksums checksums, FileNumberIndex numbers)
{
    public async Task AnswerAsync(DavRequest request)
    {
        var question = PropertyQuestion.Of(await DavBody.ReadAsync(request.Context));
        if (request.Depth is not { } depth)
        {
            throw Problem.DepthNotServed();
        }

        var item = await request.FindAsync();
        var values = new PropertyValues(request.User, await SummaryAsync(request, question, item), checksums);
        var writer = new MultistatusWriter(request.Context);
        var href = request.HrefOf(item);
        await WriteAsync(request, writer, values, question, [(item, href)]);
        if (depth == 1 && item.Entry.Kind == EntryKind.Folder)
        {
            await WriteChildrenAsync(request, writer, values, question, item, href);
        }

        await writer.EndAsync();
    }

    private async Task WriteChildrenAsync(
        DavRequest request, MultistatusWriter writer, PropertyValues values, PropertyQuestion question, TreeItem folder, string href)
    {
        string? after = null;
        do
        {
            if (await request.Caller.Tree.ListAsync(folder, after, Paging.MaxLimit, request.Aborted) is not var (items, next))
            {
                return;
            }

            var named = ImmutableArray.CreateBuilder<(TreeItem, string)>(items.Length);
            foreach (var item in items)
            {
                var name = DavAddress.Escape(item.Entry.Name);
                named.Add((item, item.Entry.Kind == EntryKind.Folder ? $"{href}{name}/" : href + name));
            }

            await WriteAsync(request, writer, values, question, named.DrainToImmutable());
            after = next;
        }
        while (after is not null);
    }

    private async Task WriteAsync(
        DavRequest request,
        MultistatusWriter writer,
        PropertyValues values,
        PropertyQuestion question,
        ImmutableArray<(TreeItem Item, string Href)> items)
    {
        var asksDead = question.IsAll || question.Asked.Any(asked => asked.Live is null);
        var dead = asksDead
            ? await deadProperties.ReadAsync(request.Locks, [.. items.Select(one => one.Item)], request.Aborted)
            : FrozenDictionary<Guid, ImmutableArray<DavProperty>>.Empty;
        var sizes = question.Asks(LiveProperty.Size)
            ? await FolderSizes.ReadAsync(grains, [.. items.Select(one => one.Item)], request.Aborted)
            : FrozenDictionary<Guid, long>.Empty;
        var tellsNumbers = question.Asks(LiveProperty.FileId) || question.Asks(LiveProperty.OwnCloudId);
        foreach (var (item, href) in items)
        {
            if (tellsNumbers && item.Entry.Kind == EntryKind.File)
            {
                numbers.Remember(item.Entry.Id);
            }

            var facts = new ItemFacts
            {
                Item = item,
                Href = href,
                Etag = question.Asks(LiveProperty.Etag) ? await request.Etags.OfAsync(item, request.Aborted) : "",
                Dead = dead.TryGetValue(item.EntryId, out var own) ? own : [],
                SharedWith = question.Asks(LiveProperty.ShareTypes) ? await request.ShareMarks.OfAsync(item, request.Aborted) : null,
                FolderBytes = sizes.TryGetValue(item.EntryId, out var bytes) ? bytes : null,
                Locks = question.Asks(LiveProperty.LockDiscovery) ? await request.Locks.CoveringAsync(item, request.Aborted) : [],
            };
            writer.BeginResponse(href);
            PropertyWriter.Write(writer, values, question, facts);
            await writer.EndResponseAsync();
        }
    }

    // How full a drive is, is told of the drive in which the item lies: what one puts there is counted there.
    private async Task<DriveSummary?> SummaryAsync(DavRequest request, PropertyQuestion question, TreeItem item) =>
        question.Asks(LiveProperty.QuotaAvailableBytes) || question.Asks(LiveProperty.QuotaUsedBytes)
        || question.Asks(LiveProperty.DataFingerprint) || question.Asks(LiveProperty.Size)
            ? await grains.GetGrain<IDriveGrain>(item.View is null ? item.DriveId : request.Caller.DriveId).GetSummaryAsync(request.Aborted)
            : null;
}
