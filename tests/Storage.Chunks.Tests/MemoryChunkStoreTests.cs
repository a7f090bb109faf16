using FileStorage.Storage.Chunks;
using FileStorage.Storage.Chunks.Memory;

namespace FileStorage.Tests.Storage.Chunks.Tests;

public sealed class MemoryChunkStoreTests : ChunkStoreContract
{
    private readonly MemoryChunkStore _store = new();

    protected override IChunkStore Store => _store;

    [Fact]
    public async Task Everything_completes_before_the_call_returns()
    {
        var (id, plain) = Sample.Chunk(100);

        var put = _store.PutAsync(id, plain, Token).AsTask();
        Assert.True(put.IsCompletedSuccessfully);
        var read = _store.ReadAsync(id, await put, new byte[100], Token).AsTask();
        Assert.True(read.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_changed_bit_is_damage()
    {
        var (id, plain) = Sample.Chunk(100);
        var location = await _store.PutAsync(id, plain, Token);

        _store.Damage(location, 17);

        await Assert.ThrowsAsync<DamagedChunkException>(() => ReadAsync(id, location, 100));
    }

    [Fact]
    public async Task A_full_store_refuses()
    {
        _store.CapacityBytes = 150;
        var (id, plain) = Sample.Chunk(100);
        await _store.PutAsync(id, plain, Token);

        await Assert.ThrowsAsync<StorageFullException>(async () => await _store.PutAsync(id, plain, Token));
    }
}
