using Orleans.Storage;

namespace FileStorage.Tests.Runtime.Documents;

public sealed class DocumentTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private readonly Guid _key = Guid.NewGuid();

    private IDocumentGrain Grain => host.Client.GetGrain<IDocumentGrain>(_key);

    [Fact]
    public async Task A_document_is_read_before_the_grain_is_activated()
    {
        Assert.Equal(new StoredText { Text = "", RecordExists = false, Etag = null }, await Grain.ReadAsync());
        var etag = await Grain.WriteAsync("hello");
        await Grain.EndAsync();

        Assert.Equal(new StoredText { Text = "hello", RecordExists = true, Etag = etag }, await Grain.ReadAsync());
    }

    [Fact]
    public async Task A_write_changes_the_etag()
    {
        var first = await Grain.WriteAsync("one");
        var second = await Grain.WriteAsync("two");

        Assert.NotNull(first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task A_cleared_document_does_not_exist()
    {
        await Grain.WriteAsync("gone");
        await Grain.ClearAsync();
        await Grain.EndAsync();

        var stored = await Grain.ReadAsync();

        Assert.Equal("", stored.Text);
        Assert.False(stored.RecordExists);
    }

    [Fact]
    public async Task A_write_with_an_old_etag_fails_and_the_next_call_sees_the_truth()
    {
        await Grain.WriteAsync("mine");
        await Grain.WriteElsewhereAsync("theirs");

        await Assert.ThrowsAsync<InconsistentStateException>(() => Grain.WriteAsync("mine again"));

        Assert.Equal("theirs", (await Grain.ReadAsync()).Text);
    }
}
