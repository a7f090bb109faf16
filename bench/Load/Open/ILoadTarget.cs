using FileStorage.Bench.Load.Devices;

namespace FileStorage.Bench.Load.Open;

/// <summary>The door that load goes through.</summary>
internal interface ILoadTarget : IAsyncDisposable
{
    /// <summary>The server's process; null where it is not known.</summary>
    ProcessMeter? Server { get; }

    /// <summary>Makes what operations need; <paramref name="devices"/> listen afterwards, spread over the drives.</summary>
    Task PrepareAsync(int devices, Hearing hearing);

    IOperation NewOperation();
}
