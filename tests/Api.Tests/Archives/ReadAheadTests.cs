using FileStorage.Api.Archives;

namespace FileStorage.Tests.Api.Tests.Archives;

public sealed class ReadAheadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_read_comes_in_its_order_and_no_more_is_under_way_than_asked_for()
    {
        var asked = new List<TaskCompletionSource<int>>();
        await using var results = Numbers(10).ReadAheadAsync(3, number => Ask(asked).Task, Token).GetAsyncEnumerator(Token);

        var first = results.MoveNextAsync().AsTask();
        Assert.Equal(3, asked.Count);
        asked[2].SetResult(12);
        asked[1].SetResult(11);
        Assert.False(first.IsCompleted);
        asked[0].SetResult(10);

        Assert.True(await first);
        Assert.Equal(10, results.Current);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(11, results.Current);
        Assert.Equal(4, asked.Count);
        asked.ForEach(one => one.TrySetResult(0));
    }

    [Fact]
    public async Task Fewer_than_may_be_under_way_come_all()
    {
        Assert.Equal([0, 2, 4], await Numbers(3).ReadAheadAsync(8, number => Task.FromResult(2 * number), Token).ToListAsync(Token));
        Assert.Empty(await Numbers(0).ReadAheadAsync(8, Task.FromResult, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_failure_comes_in_its_turn_and_after_all_that_was_begun_has_ended()
    {
        var asked = new List<TaskCompletionSource<int>>();
        await using var results = Numbers(10).ReadAheadAsync(3, number => Ask(asked).Task, Token).GetAsyncEnumerator(Token);
        var first = results.MoveNextAsync().AsTask();
        asked[1].SetException(new InvalidDataException("damaged"));
        asked[0].SetResult(10);
        Assert.True(await first);

        var second = results.MoveNextAsync().AsTask();
        Assert.False(second.IsCompleted);
        asked[2].SetException(new InvalidDataException("not looked at"));
        asked[3].SetResult(13);

        Assert.Equal("damaged", (await Assert.ThrowsAsync<InvalidDataException>(() => second)).Message);
        Assert.Equal(4, asked.Count);
    }

    [Fact]
    public async Task Whoever_stops_early_waits_for_what_was_begun()
    {
        var asked = new List<TaskCompletionSource<int>>();
        var results = Numbers(10).ReadAheadAsync(3, number => Ask(asked).Task, Token).GetAsyncEnumerator(Token);
        var first = results.MoveNextAsync().AsTask();
        asked[0].SetResult(10);
        Assert.True(await first);

        var stopped = results.DisposeAsync().AsTask();
        Assert.False(stopped.IsCompleted);
        asked[1].SetResult(11);
        Assert.False(stopped.IsCompleted);
        asked[2].SetException(new InvalidDataException("not looked at"));

        await stopped;
        Assert.Equal(3, asked.Count);
    }

    private static TaskCompletionSource<int> Ask(List<TaskCompletionSource<int>> asked)
    {
        asked.Add(new TaskCompletionSource<int>());
        return asked[^1];
    }

    private static IAsyncEnumerable<int> Numbers(int count) => Enumerable.Range(0, count).ToAsyncEnumerable();
}
