namespace Orleans.Embedded.Simulation;

/// <summary>The simulation itself cannot go on: it hangs, or something has left its thread.</summary>
public sealed class SimulationException : Exception
{
    public SimulationException()
    {
    }

    public SimulationException(string message)
        : base(message)
    {
    }

    public SimulationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
