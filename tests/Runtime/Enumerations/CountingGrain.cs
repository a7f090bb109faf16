using System.Runtime.CompilerServices;

namespace FileStorage.Tests.Runtime.Enumerations;

[GrainType("runtime.counting")]
public sealed class CountingGrain(Gates gates) : Grain, ICountingGrain
{
    private string Name => this.GetPrimaryKeyString();

    public async IAsyncEnumerable<int> CountAsync(int upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 0; number < upTo; number++)
        {
            if (number % 70 == 0)
            {
                await Task.Yield();
            }

            yield return number;
        }

        if (upTo == 13)
        {
            throw new InvalidOperationException("thirteen");
        }
    }

    public async IAsyncEnumerable<int> CountGatedAsync(int upTo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var number = 0; number < upTo; number++)
            {
                yield return number;
                await gates.PassAsync($"{Name}.gate", cancellationToken);
            }
        }
        finally
        {
            gates.Reach($"{Name}.disposed");
        }
    }

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
