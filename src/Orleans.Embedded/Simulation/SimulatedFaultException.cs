namespace Orleans.Embedded.Simulation;

/// <summary>A store failed because the simulation wanted it to; whether the call had an effect is unknown.</summary>
public sealed class SimulatedFaultException : IOException
{
    public SimulatedFaultException()
    {
    }

    public SimulatedFaultException(string message)
        : base(message)
    {
    }

    public SimulatedFaultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
