using FileStorage.Storage.Metadata;
using FileStorage.Storage.Metadata.Documents;
using FileStorage.Tests.Storage.Metadata.Tests.Engines;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace FileStorage.Tests.Storage.Metadata.Tests.Documents;

/// <summary>What the storage of documents promises to the runtime, on every engine.</summary>
public abstract class DocumentStorageContract<TEngine> : IDisposable
    where TEngine : IEngine, new()
{
    private readonly IEngine _engine = new TEngine();
    private readonly GrainId _grain = GrainId.Create("user", Guid.NewGuid().ToString("N"));
    private readonly ServiceProvider _services;
    private readonly IGrainStorage _storage;

    protected DocumentStorageContract()
    {
        _services = new ServiceCollection()
            .AddSingleton(_engine.Shards)
            .AddMetadataStores()
            .Configure<DocumentStorageOptions>(options => options.Resolvers.Add(SampleJsonContext.Default))
            .BuildServiceProvider();
        _storage = _services.GetRequiredKeyedService<IGrainStorage>(MetadataServices.DocumentStorage);
    }

    public void Dispose()
    {
        _services.Dispose();
        _engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_document_that_was_never_written_is_a_new_one()
    {
        var state = await ReadAsync();

        Assert.Equal("nobody", state.State!.Name);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task What_was_written_is_read_back_under_the_same_etag()
    {
        var device = Guid.NewGuid();
        var written = await WriteNewAsync("Ann", device);

        var read = await ReadAsync();

        Assert.Equal("Ann", read.State!.Name);
        Assert.Equal([device], read.State.Devices);
        Assert.Equal(written.ETag, read.ETag);
        Assert.True(read.RecordExists);
        Assert.True(written.RecordExists);
    }

    [Fact]
    public async Task Every_write_gives_another_etag()
    {
        var state = await WriteNewAsync("Ann");
        var first = state.ETag;

        await _storage.WriteStateAsync("state", _grain, state);

        Assert.NotEqual(first, state.ETag);
        Assert.Equal(state.ETag, (await ReadAsync()).ETag);
    }

    [Fact]
    public async Task A_write_under_an_old_etag_is_refused_and_changes_nothing()
    {
        var stale = await WriteNewAsync("Ann");
        var fresh = await ReadAsync();
        fresh.State!.Name = "Bob";
        await _storage.WriteStateAsync("state", _grain, fresh);

        stale.State!.Name = "Eve";
        var lost = await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("state", _grain, stale));

        Assert.Equal(fresh.ETag, lost.StoredEtag);
        Assert.Equal(stale.ETag, lost.CurrentEtag);
        Assert.Equal("Bob", (await ReadAsync()).State!.Name);
    }

    [Fact]
    public async Task A_first_write_where_there_is_a_document_is_refused()
    {
        await WriteNewAsync("Ann");

        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteNewAsync("Bob"));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => _storage.ClearStateAsync("state", _grain, new GrainState<SampleDocument>()));

        Assert.Equal("Ann", (await ReadAsync()).State!.Name);
    }

    [Fact]
    public async Task A_cleared_document_is_gone_and_its_etag_never_comes_back()
    {
        var state = await WriteNewAsync("Ann");
        var stale = await ReadAsync();

        await _storage.ClearStateAsync("state", _grain, state);

        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
        Assert.Equal("nobody", state.State!.Name);
        Assert.False((await ReadAsync()).RecordExists);
        await _storage.ClearStateAsync("state", _grain, state);
        await WriteNewAsync("Bob");
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.WriteStateAsync("state", _grain, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => _storage.ClearStateAsync("state", _grain, stale));
        Assert.Equal("Bob", (await ReadAsync()).State!.Name);
    }

    [Fact]
    public async Task Documents_of_other_grains_names_and_kinds_are_others()
    {
        await WriteNewAsync("Ann");
        var other = new GrainState<SampleDocument>();

        await _storage.ReadStateAsync("other", _grain, other);
        Assert.False(other.RecordExists);
        await _storage.ReadStateAsync("state", GrainId.Create("device", _grain.Key.ToString()!), other);
        Assert.False(other.RecordExists);
        await _storage.ReadStateAsync("state", GrainId.Create("user", "another"), other);
        Assert.False(other.RecordExists);
    }

    [Fact]
    public async Task A_document_that_no_context_knows_cannot_be_written() =>
        await Assert.ThrowsAsync<NotSupportedException>(
            () => _storage.WriteStateAsync("state", _grain, new GrainState<List<int>>([])));

    private async Task<GrainState<SampleDocument>> WriteNewAsync(string name, params Guid[] devices)
    {
        var state = new GrainState<SampleDocument>(new SampleDocument { Name = name, Devices = [.. devices] });
        await _storage.WriteStateAsync("state", _grain, state);
        return state;
    }

    private async Task<GrainState<SampleDocument>> ReadAsync()
    {
        var state = new GrainState<SampleDocument>();
        await _storage.ReadStateAsync("state", _grain, state);
        return state;
    }
}
