using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Runtime.Calls;

public sealed class AnswerTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private readonly Gates _gates = host.Services.GetRequiredService<Gates>();
    private readonly long _key = Random.Shared.NextInt64();

    private IAnsweringGrain Grain => host.Client.GetGrain<IAnsweringGrain>(_key);

    [Fact]
    public async Task Exceptions_reach_the_caller_as_they_are()
    {
        Assert.Equal("now", (await Assert.ThrowsAsync<InvalidOperationException>(Grain.FailNowAsync)).Message);
        Assert.Equal("later", (await Assert.ThrowsAsync<InvalidOperationException>(Grain.FailLaterAsync)).Message);
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => Grain.FailWithArgumentAsync("name").AsTask());
        Assert.Equal("name", wrong.ParamName);
    }

    [Fact]
    public async Task Arguments_of_every_kind_arrive()
    {
        var id = Guid.NewGuid();
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

        await Grain.SumAsync(-1, long.MaxValue, 0.5, "text", id, time, null, [1, 2, 3]);

        Assert.Equal($"-1 {long.MaxValue} 0.5 text {id} {time:O}  3", await Grain.LastSumAsync());
    }

    [Fact]
    public async Task A_caller_gives_up_after_the_timeout_and_the_grain_goes_on()
    {
        var gate = $"{_key}.slow";

        await Assert.ThrowsAsync<TimeoutException>(() => Grain.WaitAsync(gate, TestContext.Current.CancellationToken));

        Assert.Equal(0, _gates.CountOf($"{gate}.passed") + _gates.CountOf($"{gate}.cancelled"));
        _gates.Open(gate);
        await _gates.ReachedAsync($"{gate}.passed");
    }

    [Fact]
    public async Task A_method_may_have_a_timeout_of_its_own()
    {
        var gate = $"{_key}.brief";

        await Assert.ThrowsAsync<TimeoutException>(() => Grain.WaitBrieflyAsync(gate));

        _gates.Open(gate);
        await _gates.ReachedAsync($"{gate}.passed");
    }

    [Fact]
    public async Task Cancellation_reaches_the_grain_and_frees_the_caller()
    {
        var gate = $"{_key}.cancel";
        using var source = new CancellationTokenSource();

        var call = Grain.WaitAsync(gate, source.Token);
        await _gates.ReachedAsync(gate);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await _gates.ReachedAsync($"{gate}.cancelled");
    }

    [Fact]
    public async Task The_request_context_flows_with_calls_and_not_back()
    {
        RequestContext.Set("drive", "blue");

        Assert.Equal("blue", await Grain.ContextAsync("drive"));
        Assert.Equal("blue", await Grain.ContextThroughAsync(_key ^ 1, "drive"));
        await Grain.SetContextAsync("drive", "red");
        Assert.Equal("blue", RequestContext.Get("drive"));
        RequestContext.Clear();
        Assert.Null(await Grain.ContextAsync("drive"));
    }
}
