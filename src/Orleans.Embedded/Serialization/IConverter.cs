namespace Orleans;

/// <summary>Converts between a type that knows nothing of Orleans and the surrogate that carries it.</summary>
public interface IConverter<TValue, TSurrogate>
    where TSurrogate : struct
{
    TValue ConvertFromSurrogate(in TSurrogate surrogate);

    TSurrogate ConvertToSurrogate(in TValue value);
}
