using Microsoft.Extensions.DependencyInjection;

namespace FileStorage.Tests.Runtime.Enumerations;

public sealed class EnumerationTests(RuntimeHost host) : IClassFixture<RuntimeHost>
{
    private readonly Gates _gates = host.Services.GetRequiredService<Gates>();
    private readonly string _name = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ICountingGrain Grain => host.Client.GetGrain<ICountingGrain>(_name);

    [Fact]
    public async Task A_sequence_arrives_whole_and_in_order()
    {
        var numbers = await Grain.CountAsync(1000, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(Enumerable.Range(0, 1000), numbers);
        Assert.Empty(await Grain.CountAsync(0, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_failing_sequence_fails_its_caller() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Grain.CountAsync(13, Cancellation).ToListAsync(Cancellation));

    [Fact]
    public async Task A_caller_that_leaves_ends_the_sequence()
    {
        await foreach (var number in Grain.CountGatedAsync(100, Cancellation))
        {
            _gates.Open($"{_name}.gate");
            if (number == 3)
            {
                break;
            }
        }

        await _gates.ReachedAsync($"{_name}.disposed");
    }

    [Fact]
    public async Task A_sequence_ends_with_its_activation()
    {
        await using var numbers = Grain.CountGatedAsync(100, Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await numbers.MoveNextAsync());

        await Grain.EndAsync();
        await _gates.ReachedAsync($"{_name}.disposed");

        await Assert.ThrowsAsync<EnumerationAbortedException>(async () => await numbers.MoveNextAsync());
    }
}
