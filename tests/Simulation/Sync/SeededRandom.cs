using Orleans.Embedded.Simulation;

namespace FileStorage.Tests.Simulation.Sync;

/// <summary>The simulation's chance in the form that the engine takes.</summary>
internal sealed class SeededRandom(SimulatedRandom random) : Random
{
    public override int Next() => random.Next(int.MaxValue);

    public override int Next(int maxValue) => random.Next(maxValue);

    public override int Next(int minValue, int maxValue) => minValue + random.Next(maxValue - minValue);

    public override double NextDouble() => random.NextDouble();

    public override void NextBytes(Span<byte> buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = (byte)random.Next(256);
        }
    }

    protected override double Sample() => random.NextDouble();
}
