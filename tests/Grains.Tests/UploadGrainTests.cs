using FileStorage.Grains.Interfaces.Files;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Tests.Grains.Tests;

public sealed class UploadGrainTests : SiloTest
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly Guid _uploadId = Guid.CreateVersion7();
    private readonly Guid _fileId = Guid.CreateVersion7();

    private IUploadGrain Upload => Silo.Grains.GetGrain<IUploadGrain>(_uploadId);

    [Fact]
    public async Task An_upload_completes_once_everything_has_arrived_and_names_what_lacks_before()
    {
        await Upload.CreateAsync(Declaration(), Token);

        var early = Assert.IsType<CompletionOutcome.Incomplete>(await Upload.CompleteAsync(viewer: null, Token));
        Assert.Equal([Core.Chunks.ChunkId.Of(Content)], early.Missing);

        await HoldAsync(Content, Reference(_fileId, _uploadId));
        var outcome = Assert.IsType<CompletionOutcome.Ended>(await Upload.CompleteAsync(viewer: null, Token)).Outcome;

        Assert.Equal(_uploadId, Assert.IsType<CommitOutcome.Committed>(outcome).Entry.VersionId);
        Assert.Equal(_fileId, (await Drive.ResolveAsync(["f"], Token)).Entry?.Id);
    }

    [Fact]
    public async Task Two_clients_that_complete_one_upload_get_one_version()
    {
        await Upload.CreateAsync(Declaration(), Token);
        await HoldAsync(Content, Reference(_fileId, _uploadId));

        var outcomes = await Task.WhenAll(Upload.CompleteAsync(viewer: null, Token), Upload.CompleteAsync(viewer: null, Token));

        Assert.All(outcomes, outcome => Assert.IsType<CommitOutcome.Committed>(Assert.IsType<CompletionOutcome.Ended>(outcome).Outcome));
        Assert.Single((await File(_fileId).ListAsync(long.MaxValue, 10, DriveId, Token)).Versions);
    }

    [Fact]
    public async Task A_cancelled_upload_is_unknown_and_its_chunks_go_when_their_leases_end()
    {
        await Upload.CreateAsync(Declaration(), Token);
        await HoldAsync(Content, Reference(_fileId, _uploadId));

        await Upload.CancelAsync(Token);

        Assert.Null(await Upload.GetAsync(Token));
        Assert.IsType<CompletionOutcome.Unknown>(await Upload.CompleteAsync(viewer: null, Token));
        Silo.Clock.Advance(TimeSpan.FromHours(25));
        await Chunk(Content).SweepAsync(TimeSpan.FromHours(1), Token);
        Assert.False((await Silo.ChunkRows.ReadAsync(Core.Chunks.ChunkId.Of(Content), Token))!.Value.HasReferences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_upload_is_forgotten_a_week_after_its_time_whether_it_was_completed_or_not(bool isCompleted)
    {
        await Upload.CreateAsync(Declaration(), Token);
        await HoldAsync(Content, Reference(_fileId, _uploadId));
        if (isCompleted)
        {
            await Upload.CompleteAsync(viewer: null, Token);
        }

        Silo.Clock.Advance(TimeSpan.FromDays(7));
        await CollectAsync();
        Assert.Single(await Silo.Inventory.ListDocumentKeysAsync("upload.upload", afterKey: null, limit: 2, Token));

        Silo.Clock.Advance(TimeSpan.FromDays(2));
        await CollectAsync();

        Assert.Empty(await Silo.Inventory.ListDocumentKeysAsync("upload.upload", afterKey: null, limit: 2, Token));
        Assert.Equal(isCompleted, (await Drive.ResolveAsync(["f"], Token)).Entry is not null);
    }

    [Fact]
    public async Task An_upload_expires()
    {
        await Upload.CreateAsync(Declaration(), Token);

        Silo.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Null(await Upload.GetAsync(Token));
        Assert.IsType<CompletionOutcome.Unknown>(await Upload.CompleteAsync(viewer: null, Token));
    }

    private UploadDeclaration Declaration() => new()
    {
        UserId = Guid.Empty,
        DeviceId = DeviceId,
        DriveId = DriveId,
        FileId = _fileId,
        ParentId = DriveId,
        Name = "f",
        Precondition = VersionPrecondition.None,
        Manifest = ManifestOf(Content),
        ModifiedAt = Silo.Clock.GetUtcNow(),
        Executable = false,
        ExpiresAt = Silo.Clock.GetUtcNow().AddHours(24),
    };
}
