using FileStorage.Grains.Devices;
using FileStorage.Grains.Interfaces.Devices;

namespace FileStorage.Tests.Grains.Tests;

/// <summary>Whoever waits for a bell is let go when his patience is over, by one timer for all.</summary>
public sealed class ListenersTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly DeviceBell Unrung = new() { Rings = 1, IsRevoked = false };
    private static readonly DeviceBell Rung = new() { Rings = 2, IsRevoked = false };

    private readonly Limit _limit = new();
    private readonly Listeners _all;

    public ListenersTests() => _all = new Listeners(_limit, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _all.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Each_is_let_go_when_his_own_patience_is_over_and_never_before()
    {
        var began = TimeProvider.System.GetTimestamp();
        var waiting = new[] { 900, 1, 300, 600 }.Select(milliseconds => LetGoAsync(TimeSpan.FromMilliseconds(milliseconds))).ToList();
        var patient = Wait(Long, Token);

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.True(outcome.After >= outcome.Patience, $"{outcome}"));
        Assert.False(patient.Task.IsCompleted);

        async Task<(TimeSpan Patience, TimeSpan After)> LetGoAsync(TimeSpan patience)
        {
            Assert.Same(Unrung, await Wait(patience, Token).Task.WaitAsync(Token));
            return (patience, TimeProvider.System.GetElapsedTime(began));
        }
    }

    [Fact]
    public async Task Nobody_waits_for_longer_than_the_limit()
    {
        _limit.Longest = TimeSpan.FromMilliseconds(1);

        Assert.Same(Unrung, await Wait(Long, Token).Task.WaitAsync(Token));
    }

    [Fact]
    public async Task All_who_wait_are_let_go_when_they_are_to_begin_anew_and_those_who_come_then_wait_again()
    {
        var waiting = Enumerable.Range(0, 5).Select(_ => Wait(Long, Token)).ToList();
        waiting[2].Ring(Rung);
        await _limit.EndAsync();
        var later = Wait(Long, Token);

        Assert.Equal([Unrung, Unrung, Rung, Unrung, Unrung], await Task.WhenAll(waiting.Select(listener => listener.Task.WaitAsync(Token))));
        Assert.False(later.Task.IsCompleted);
        await _limit.EndAsync();
        Assert.Same(Unrung, await later.Task.WaitAsync(Token));
    }

    [Fact]
    public async Task Whoever_leaves_does_not_keep_the_others_from_waiting()
    {
        using var leaving = new CancellationTokenSource();
        var (first, gone, last) = (Wait(Long, Token), Wait(Long, leaving.Token), Wait(TimeSpan.FromMilliseconds(1), Token));
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.Task);
        Assert.Same(Unrung, await last.Task.WaitAsync(Token));
        first.Ring(Rung);
        Assert.Same(Rung, await first.Task);
        gone.Ring(Rung);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Wait(Long, leaving.Token).Task);
    }

    private Listener Wait(TimeSpan patience, CancellationToken leaving)
    {
        var listener = new Listener(_all, Unrung);
        listener.Wait(patience, leaving);
        return listener;
    }

    private sealed class Limit : IListeningLimit, IDisposable
    {
        private CancellationTokenSource _ending = new();

        public TimeSpan Longest { get; set; } = TimeSpan.FromHours(1);

        public CancellationToken Ending => _ending.Token;

        public async Task EndAsync()
        {
            using var ending = _ending;
            _ending = new CancellationTokenSource();
            await ending.CancelAsync();
        }

        public void Dispose() => _ending.Dispose();
    }
}
