using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Runtime.Turns;

public sealed class TurnTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private readonly Gates _gates = host.Services.GetRequiredService<Gates>();
    private readonly string _name = Guid.NewGuid().ToString("N");

    private IGatedGrain Grain => host.Client.GetGrain<IGatedGrain>(_name);

    [Fact]
    public async Task Turns_of_interleaving_calls_never_overlap()
    {
        var most = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Grain.CrowdAsync(200))));

        Assert.All(most, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task A_grain_resumes_on_its_own_scheduler() => Assert.True(await Grain.ResumesInTurnAsync());

    [Fact]
    public async Task A_call_waits_for_the_one_before_it()
    {
        var first = Grain.WriteAsync(Gate("first"));
        await _gates.ReachedAsync(Gate("first"));
        var second = Grain.WriteAsync(Gate("second"));
        var third = Grain.ReadAsync(Gate("third"));
        var interleaved = Grain.InterleaveAsync(Gate("interleaved"));

        await _gates.ReachedAsync(Gate("interleaved"));
        Assert.Equal(0, _gates.CountOf(Gate("second")));
        Assert.Equal(0, _gates.CountOf(Gate("third")));

        Open("first", "second", "third", "interleaved");
        await Task.WhenAll(first, second, third, interleaved);
    }

    [Fact]
    public async Task Read_only_calls_run_side_by_side_and_keep_others_out()
    {
        var first = Grain.ReadAsync(Gate("first"));
        await _gates.ReachedAsync(Gate("first"));
        var write = Grain.WriteAsync(Gate("write"));
        var second = Grain.ReadAsync(Gate("second"));

        await _gates.ReachedAsync(Gate("second"));
        Assert.Equal(0, _gates.CountOf(Gate("write")));

        Open("first", "second", "write");
        await Task.WhenAll(first, second, write);
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_run_side_by_side()
    {
        var grain = host.Client.GetGrain<IReentrantGrain>(_name);

        var first = grain.WriteAsync(Gate("first"));
        var second = grain.WriteAsync(Gate("second"));
        await _gates.ReachedAsync(Gate("first"));
        await _gates.ReachedAsync(Gate("second"));

        Open("first", "second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_stateless_worker_works_for_several_callers_at_once()
    {
        var grain = host.Client.GetGrain<IWorkerGrain>(Random.Shared.NextInt64());

        var first = grain.WorkAsync(Gate("first"));
        var second = grain.WorkAsync(Gate("second"));
        await _gates.ReachedAsync(Gate("first"));
        await _gates.ReachedAsync(Gate("second"));

        Open("first", "second");
        await Task.WhenAll(first, second);
    }

    [Fact]
    public async Task A_cycle_of_calls_ends_in_a_timeout()
    {
        _gates.Open("open");

        await Assert.ThrowsAsync<TimeoutException>(() => Grain.CallAroundAsync(Gate("other")));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait()
    {
        await Grain.TellAsync(Gate("told"));
        await _gates.ReachedAsync(Gate("told"));
        Open("told");

        await Grain.TellAndFailAsync(Gate("failed"));
        await _gates.ReachedAsync(Gate("failed"));
    }

    private string Gate(string name) => $"{_name}.{name}";

    private void Open(params string[] names) => Array.ForEach(names, name => _gates.Open(Gate(name)));
}
