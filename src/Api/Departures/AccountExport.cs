using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using FileStorage.Api.Accounts;
using FileStorage.Api.Archives;
using FileStorage.Api.Auditing;
using FileStorage.Api.Callers;
using FileStorage.Api.Contracts.Json;
using FileStorage.Api.Devices;
using FileStorage.Api.Items;
using FileStorage.Api.Json;
using FileStorage.Api.Problems;
using FileStorage.Api.Reading;
using FileStorage.Api.Sharing;
using FileStorage.Core.Auditing;
using FileStorage.Core.Entries;
using FileStorage.Grains.Interfaces.Accounts;
using FileStorage.Grains.Interfaces.Auditing;
using FileStorage.Grains.Interfaces.Drives;
using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Groups;
using Microsoft.AspNetCore.Http;

namespace FileStorage.Api.Departures;

/// <summary>
/// Everything of one account as one zip that is made while it is sent. In memory are a page of what is listed, what is on its way, and the table of contents.
/// </summary>
internal sealed class AccountExport(IGrainFactory grains, ArchiveContents contents, Shares shares, Audit audit, TimeProvider clock)
{
    public const string MediaType = "application/zip";

    private const int Page = 1000;

    // Of a few files at a time.
    private const int VersionPage = 100;

    public Task SendAsync(HttpContext context) => SendAsync(context, Caller.Of(context).UserId);

    public Task SendOtherAsync(HttpContext context) => SendAsync(context, ItemAddress.RouteId(context));

    private async Task SendAsync(HttpContext context, Guid userId)
    {
        var account = await grains.GetGrain<IUserGrain>(userId).GetAsync(context.RequestAborted)
            ?? throw Problem.NotFound("There is no such account.");
        await audit.RecordAsync(context, new AuditAct(AuditKind.AccountExported) { OwnerId = userId, Other = account.Email });
        UserContent.WriteHeaders(context, "account.zip");
        var zip = new ZipWriter(context.Response.BodyWriter, context.RequestAborted);
        await AddAboutAsync(zip, account, context.RequestAborted);
        await AddAuditAsync(zip, context, userId);
        await AddFilesAsync(zip, account.DriveId, context.RequestAborted);
        await zip.FinishAsync();
    }

    private async Task AddAboutAsync(ZipWriter zip, Account account, CancellationToken cancellationToken)
    {
        var user = grains.GetGrain<IUserGrain>(account.UserId);
        var json = ContractsJsonContext.Default;
        await AddLinesAsync(zip, "account.jsonl", [AccountBodies.Of(account)], json.AccountBody);
        var devices = await user.ListDevicesAsync(cancellationToken);
        await AddLinesAsync(zip, "devices.jsonl", devices.Select(DeviceList.BodyOf), json.DeviceBody);
        var groups = await Task.WhenAll((await user.ListGroupsAsync(cancellationToken))
            .Select(id => grains.GetGrain<IGroupGrain>(id).GetAsync(cancellationToken)));
        await AddLinesAsync(zip, "groups.jsonl", groups.OfType<GroupDescription>().Select(Groups.Body), json.GroupBody);
        await AddLinesAsync(zip, "shares.jsonl", await shares.ListOfDriveAsync(account.DriveId, cancellationToken), json.ShareBody);
        var views = new Trees.SharedViews(grains, account.UserId, account.DriveId);
        var received = await ReceivedShares.DescribeAsync(grains, views, await views.ListReceivedAsync(cancellationToken), cancellationToken);
        await AddLinesAsync(zip, "received.jsonl", received, json.ReceivedShareBody);
    }

    private async Task AddAuditAsync(ZipWriter zip, HttpContext context, Guid userId)
    {
        var bodies = new AuditBodies(grains, Caller.Of(context));
        var question = new AuditQuestion { AccountId = userId, IsOldestFirst = true, Limit = Page };
        for (var part = 1; ; part++)
        {
            var page = await grains.GetGrain<IAuditGrain>(0).ReadAsync(question, context.RequestAborted);
            var lines = new List<Contracts.Auditing.AuditBody>(page.Records.Length);
            foreach (var record in page.Records)
            {
                lines.Add(await bodies.ShowAsync(record, context.RequestAborted));
            }

            await AddLinesAsync(zip, $"audit/{part:D6}.jsonl", lines, ContractsJsonContext.Default.AuditBody);
            if (!page.HasMore)
            {
                return;
            }

            question = question with { After = page.Records[^1].Id };
        }
    }

    // The listing that a new device gets: all there is, the trash and what lies in it included.
    private async Task AddFilesAsync(ZipWriter zip, Guid driveId, CancellationToken cancellationToken)
    {
        var drive = grains.GetGrain<IDriveGrain>(driveId);
        DriveCursor? cursor = null;
        for (var part = 1; ; part++)
        {
            if (await drive.ReadChangesAsync(cursor, Page, cancellationToken) is not ChangeOutcome.Page page)
            {
                throw new InvalidDataException("The drive's journal went away below the export.");
            }

            var entries = await page.Changes.Where(change => change is { Kind: null, IsPurged: false }).ToAsyncEnumerable()
                .ReadAheadAsync(ArchiveContents.Ahead, change => drive.FindAsync(change.Entry.Id, cancellationToken), cancellationToken)
                .OfType<Entry>()
                .Where(entry => entry.Target is null && entry.Id != driveId)
                .ToListAsync(cancellationToken);
            await AddLinesAsync(zip, $"items/{part:D6}.jsonl", entries.Select(entry => ItemBodies.Of(entry, ItemBodies.PathOf(entry))), ContractsJsonContext.Default.ItemBody);
            var files = VersionsOfAsync(drive, entries.Where(entry => entry.Kind is EntryKind.File), cancellationToken).ReadAheadAsync(
                ArchiveContents.Ahead, next => contents.PrepareAsync(next.Path, next.Version, cancellationToken), cancellationToken);
            await foreach (var file in files)
            {
                await contents.AddAsync(zip, file, cancellationToken);
            }

            cursor = page.Cursor;
            if (cursor.Listing is null)
            {
                return;
            }
        }
    }

    // Every version with its path in the zip; of most files the first page is the only one.
    private async IAsyncEnumerable<(string Path, FileVersion Version)> VersionsOfAsync(
        IDriveGrain drive, IEnumerable<Entry> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begun = files.ToAsyncEnumerable().ReadAheadAsync(ArchiveContents.Ahead, BeginAsync, cancellationToken);
        await foreach (var (entry, isLive, first) in begun)
        {
            var page = first;
            while (true)
            {
                foreach (var version in page.Versions)
                {
                    yield return (PathOf(entry, isLive, version), version);
                }

                if (page is not { HasMore: true, Versions: [.., var last] })
                {
                    break;
                }

                page = await ListAsync(entry, last.Number, cancellationToken);
            }
        }

        async Task<(Entry Entry, bool IsLive, FileVersionPage First)> BeginAsync(Entry entry)
        {
            var live = await drive.ResolveAsync(entry.Path, cancellationToken);
            return (entry, live.Entry?.Id == entry.Id, await ListAsync(entry, long.MaxValue, cancellationToken));
        }
    }

    private Task<FileVersionPage> ListAsync(Entry entry, long before, CancellationToken cancellationToken) =>
        grains.GetGrain<IFileGrain>(entry.Id).ListAsync(before, VersionPage, entry.DriveId, cancellationToken);

    // What is reached by its path is in the tree; of all else, which is in the trash, several may have had one path.
    private static string PathOf(Entry entry, bool isLive, FileVersion version)
    {
        var path = (isLive ? "" : $"{entry.Id}/") + string.Join('/', entry.Path.Select(name => name.Replace('\\', '\uFF3C')));
        return version.Number == entry.VersionNumber
            ? $"{(isLive ? "files" : "trash")}/{path}"
            : $"{(isLive ? "versions" : "trash-versions")}/{path}/{version.Number}";
    }

    private async Task AddLinesAsync<T>(ZipWriter zip, string path, IEnumerable<T> bodies, JsonTypeInfo<T> type)
    {
        using var lines = new MemoryStream();
        foreach (var body in bodies)
        {
            using var json = PooledJson.Serialize(body, type);
            lines.Write(json.Span);
            lines.Write("\n"u8);
        }

        var bytes = lines.GetBuffer().AsMemory(0, (int)lines.Length);
        var entry = new ZipEntry { Path = path, ModifiedAt = clock.GetUtcNow(), SizeBytes = bytes.Length };
        await zip.AddAsync(entry, send => send(bytes).AsTask());
    }
}
