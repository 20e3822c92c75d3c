namespace SecureDocket.Photos.Colours;

/// <summary>Matrices of three rows and three columns, row by row.</summary>
internal static class Matrix
{
    // Bradford's cones, and the white of the profile connection space (ICC.1:2022, annex E and section 6.3.4.3).
    private static readonly double[] s_cones = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296];
    private static readonly double[] s_white = [0.9642, 1, 0.8249];

    /// <summary>The primaries in the profile connection space, from the chromaticities x and y of red, green, blue and white.</summary>
    public static double[] Primaries(ReadOnlySpan<double> xy)
    {
        double[] columns =
        [
            xy[0] / xy[1], xy[2] / xy[3], xy[4] / xy[5],
            1, 1, 1,
            (1 - xy[0] - xy[1]) / xy[1], (1 - xy[2] - xy[3]) / xy[3], (1 - xy[4] - xy[5]) / xy[5],
        ];
        double[] white = [xy[6] / xy[7], 1, (1 - xy[6] - xy[7]) / xy[7]];
        var (from, to) = (Applied(s_cones, white), Applied(s_cones, s_white));
        var adapted = Product(Inverse(s_cones), Product(Scale([to[0] / from[0], to[1] / from[1], to[2] / from[2]]), s_cones));
        return Product(adapted, Product(columns, Scale(Applied(Inverse(columns), white))));
    }

    public static double[] Product(double[] left, double[] right)
    {
        var product = new double[9];
        for (var at = 0; at < 9; at++)
            product[at] = left[at / 3 * 3] * right[at % 3] + left[at / 3 * 3 + 1] * right[at % 3 + 3] + left[at / 3 * 3 + 2] * right[at % 3 + 6];
        return product;
    }

    private static double[] Applied(double[] matrix, double[] vector) =>
        [.. Enumerable.Range(0, 3).Select(row => matrix[3 * row] * vector[0] + matrix[3 * row + 1] * vector[1] + matrix[3 * row + 2] * vector[2])];

    private static double[] Scale(double[] factors) => [factors[0], 0, 0, 0, factors[1], 0, 0, 0, factors[2]];

    private static double[] Inverse(double[] m)
    {
        double[] adjugate =
        [
            m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
            m[5] * m[6] - m[3] * m[8], m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
            m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3],
        ];
        var determinant = m[0] * adjugate[0] + m[1] * adjugate[3] + m[2] * adjugate[6];
        return [.. adjugate.Select(value => value / determinant)];
    }
}
