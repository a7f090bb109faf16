using FileStorage.Storage.Chunks.Disk;

namespace FileStorage.Tests.Storage.Chunks.Tests.Disk;

public sealed class ByteGateTests
{
    private readonly ByteGate _gate = new(100);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_does_not_fit_waits_until_there_is_room()
    {
        await _gate.EnterAsync(60, Token);
        await _gate.EnterAsync(40, Token);
        var waiting = _gate.EnterAsync(30, Token).AsTask();
        Assert.False(waiting.IsCompleted);

        _gate.Leave(40);

        await waiting;
    }

    [Fact]
    public async Task The_first_to_come_is_the_first_to_enter_even_if_a_later_one_would_fit()
    {
        await _gate.EnterAsync(90, Token);
        var large = _gate.EnterAsync(80, Token).AsTask();
        var small = _gate.EnterAsync(10, Token).AsTask();
        Assert.False(small.IsCompleted);

        _gate.Leave(90);

        await Task.WhenAll(large, small);
    }

    [Fact]
    public async Task One_that_is_larger_than_the_gate_enters_alone()
    {
        await _gate.EnterAsync(1000, Token);
        var next = _gate.EnterAsync(1, Token).AsTask();
        Assert.False(next.IsCompleted);

        _gate.Leave(1000);

        await next;
    }

    [Fact]
    public async Task Giving_up_lets_those_behind_pass()
    {
        await _gate.EnterAsync(50, Token);
        using var giveUp = new CancellationTokenSource();
        var large = _gate.EnterAsync(80, giveUp.Token).AsTask();
        var small = _gate.EnterAsync(50, Token).AsTask();

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        _gate.Leave(100);
        await _gate.EnterAsync(100, Token);
    }
}
