using System.Collections.Immutable;
using FileStorage.Core.Chunks;
using FileStorage.Grains.Interfaces.Uploads;

namespace FileStorage.Tests.Grains.Tests;

public sealed class AppendUploadGrainTests : SiloTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    private readonly Guid _uploadId = Guid.CreateVersion7();
    private readonly Guid _writer = Guid.CreateVersion7();

    private IAppendUploadGrain Upload => Silo.Grains.GetGrain<IAppendUploadGrain>(_uploadId);

    private IUploadRoomGrain Room => Silo.Grains.GetGrain<IUploadRoomGrain>(DriveId);

    [Fact]
    public async Task What_was_appended_is_there_in_its_order_over_many_rows()
    {
        await BeginAsync(lengthBytes: null);
        var chunks = Enumerable.Range(0, 1000).Select(number => new ManifestChunk(ChunkId.Of(BitConverter.GetBytes(number)), 100 + number)).ToImmutableArray();

        var offset = 0L;
        foreach (var some in chunks.Chunk(37))
        {
            Assert.Equal(AppendOutcome.Appended, await AppendAsync(_writer, offset, [.. some]));
            offset += some.Sum(chunk => chunk.Length);
        }

        var state = await Upload.GetAsync(Token);
        Assert.Equal((offset, chunks[^1].Id, false), (state!.OffsetBytes, state.LastChunk, state.IsWhole));
        Assert.Equal(chunks, await ReadAsync());
    }

    [Fact]
    public async Task The_last_chunk_may_be_cut_anew_with_what_follows()
    {
        await BeginAsync(lengthBytes: 30);
        var (first, small, anew) = (Chunk(1, 10), Chunk(2, 5), Chunk(3, 20));
        await AppendAsync(_writer, 0, [first, small]);

        Assert.Equal(AppendOutcome.Appended, await AppendAsync(_writer, 10, [anew], replacesLast: true));

        Assert.Equal([first, anew], await ReadAsync());
        Assert.True((await Upload.GetAsync(Token))!.IsWhole);
    }

    [Fact]
    public async Task Only_the_newest_writer_appends_and_only_where_the_upload_goes_on()
    {
        await BeginAsync(lengthBytes: 100);
        var newer = Guid.CreateVersion7();
        await AppendAsync(_writer, 0, [Chunk(1, 10)]);

        Assert.Equal(AppendOutcome.Superseded, await AppendAsync(_writer, 0, [Chunk(2, 10)]));
        await Upload.TakeAsync(newer, Token);

        Assert.Equal(AppendOutcome.Superseded, await AppendAsync(_writer, 10, [Chunk(2, 10)]));
        Assert.Equal(AppendOutcome.TooLong, await AppendAsync(newer, 10, [Chunk(2, 91)]));
        Assert.Equal(AppendOutcome.Appended, await AppendAsync(newer, 10, [Chunk(2, 90)]));
    }

    [Fact]
    public async Task An_upload_expires_after_a_day_without_a_byte_and_gives_its_room_back()
    {
        await BeginAsync(lengthBytes: 600_000);
        Silo.Clock.Advance(Patience - TimeSpan.FromMinutes(1));
        await AppendAsync(_writer, 0, [Chunk(1, 10)]);
        Silo.Clock.Advance(Patience - TimeSpan.FromMinutes(1));
        Assert.Equal(10, (await Upload.GetAsync(Token))!.OffsetBytes);
        Assert.False(await Upload.SweepAsync(Token));

        Silo.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Null(await Upload.GetAsync(Token));
        Assert.Equal(AppendOutcome.Superseded, await AppendAsync(_writer, 10, [Chunk(2, 10)]));
        Assert.Equal(600_000, (await Room.JudgeAsync(Guid.Empty, 0, Token)).PendingBytes);
        Assert.True(await Upload.SweepAsync(Token));
        Assert.Equal(0, (await Room.JudgeAsync(Guid.Empty, 0, Token)).PendingBytes);
        Assert.Empty(await Upload.ReadChunksAsync(0, Token));
    }

    [Fact]
    public async Task However_busy_an_upload_ends_with_the_leases_of_its_chunks()
    {
        await BeginAsync(lengthBytes: null);
        for (var day = 0; day < 8; day++)
        {
            await AppendAsync(_writer, day * 10, [Chunk(day, 10)]);
            Silo.Clock.Advance(TimeSpan.FromHours(22));
        }

        Assert.Null(await Upload.GetAsync(Token));
    }

    [Fact]
    public async Task What_uploads_may_bring_is_added_up_and_ends_with_them()
    {
        await BeginAsync(lengthBytes: 600_000);
        var other = Silo.Grains.GetGrain<IAppendUploadGrain>(Guid.CreateVersion7());

        var refused = await other.CreateAsync(Declaration(500_000), Patience, Token);
        await Upload.CompleteAsync(Guid.CreateVersion7(), Token);
        var granted = await other.CreateAsync(Declaration(500_000), Patience, Token);

        Assert.Equal((false, 600_000, Quota), (refused.IsGranted, refused.PendingBytes, refused.QuotaBytes));
        Assert.True(granted.IsGranted);
        Assert.True(await other.DeleteAsync(Token));
        Assert.Equal(0, (await Room.JudgeAsync(Guid.Empty, 0, Token)).PendingBytes);
        Assert.Null(await other.GetAsync(Token));
    }

    private async Task BeginAsync(long? lengthBytes)
    {
        Assert.True((await Upload.CreateAsync(Declaration(lengthBytes), Patience, Token)).IsGranted);
        await Upload.TakeAsync(_writer, Token);
    }

    private AppendDeclaration Declaration(long? lengthBytes) => new()
    {
        UserId = Guid.CreateVersion7(),
        CallerDriveId = DriveId,
        DriveId = DriveId,
        Path = "/f",
        LengthBytes = lengthBytes,
    };

    private Task<AppendOutcome> AppendAsync(Guid writer, long offset, ImmutableArray<ManifestChunk> chunks, bool replacesLast = false) => Upload.AppendAsync(
        new AppendedChunks { Writer = writer, OffsetBytes = offset, Chunks = [.. new Manifest(chunks).ToByteArray()], ReplacesLast = replacesLast }, Token);

    private async Task<ImmutableArray<ManifestChunk>> ReadAsync()
    {
        var chunks = ImmutableArray.CreateBuilder<ManifestChunk>();
        for (var page = 0; await Upload.ReadChunksAsync(page, Token) is { IsEmpty: false } bytes; page++)
        {
            chunks.AddRange(Manifest.Parse(bytes.AsSpan()).Chunks);
        }

        return chunks.ToImmutable();
    }

    private static ManifestChunk Chunk(int number, int length) => new(ChunkId.Of(BitConverter.GetBytes(number)), length);
}
